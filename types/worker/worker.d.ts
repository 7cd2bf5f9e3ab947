// The scope that service workers run in, and what /sw.js sets before it loads static/sw.js.

/** By locale. */
declare const RELEASES: Record<string, { id: string; date: string }>;
/** The day of the last withdrawn safety statement, or "". */
declare const URGENT: string;

interface WorkerGlobalScope {
  readonly clients: Clients;
  readonly registration: ServiceWorkerRegistration;
  skipWaiting(): Promise<void>;
  addEventListener(type: "message", listener: (event: ExtendableMessageEvent) => void): void;
}

interface WorkerGlobalScopeEventMap {
  install: ExtendableEvent;
  activate: ExtendableEvent;
  fetch: FetchEvent;
}
