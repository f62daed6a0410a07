/** When somebody looks at the page again, or may have come through a tunnel. */

interface Attention {
  /** The page is out of sight. */
  leave(): void;
  /** It is in sight again; then wake() is called too. */
  comeBack(): void;
  /** It is in sight, and the world may have changed. */
  wake(): void;
  scroll(): void;
}

/** Until the function that it gives back is called. */
export function attend({ leave, comeBack, wake, scroll }: Attention): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  const isHidden = (): boolean => document.visibilityState === 'hidden';
  const comeOrGo = (): void => {
    if (isHidden()) return leave();
    comeBack();
    wake();
  };
  document.addEventListener('visibilitychange', comeOrGo, { signal });
  for (const type of ['online', 'offline', 'pageshow'])
    window.addEventListener(type, () => isHidden() || wake(), { signal });
  window.addEventListener('scroll', scroll, { signal, passive: true });
  return () => listening.abort();
}
