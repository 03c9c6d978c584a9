import { useSyncExternalStore } from 'react';

const EVERY_MS = 20_000;

let now = Date.now();
const listeners = new Set<() => void>();
let timer = 0;

function listen(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === 0) {
    now = Date.now();
    timer = window.setInterval(() => {
      now = Date.now();
      listeners.forEach((one) => one());
    }, EVERY_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      window.clearInterval(timer);
      timer = 0;
    }
  };
}

/** The time, as far as "3 minutes ago" needs it. */
export function useNow(): number {
  return useSyncExternalStore(listen, () => now);
}
