"""Scripts that make committed files. The product never imports them."""
