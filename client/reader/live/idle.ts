/** For work that no frame should wait for: does it when the page has nothing else to do, or half a second later. */
export const whenIdle = (work: () => void): void =>
  void ('requestIdleCallback' in window
    ? requestIdleCallback(work, { timeout: 500 })
    : setTimeout(work, 500));
