// What browsers of phones have and TypeScript's own types lack, or say too loosely for our pages.

interface Navigator {
  readonly connection?: { readonly saveData: boolean };
  /** iPhones alone: whether the site was opened from the home screen. */
  readonly standalone?: boolean;
}

interface Performance {
  getEntriesByType(type: "navigation"): PerformanceNavigationTiming[];
}

/** What scripts look for by its data is HTML. */
interface ParentNode {
  querySelectorAll(selectors: `[data-${string}`): NodeListOf<HTMLElement>;
}
