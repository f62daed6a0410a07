/** When somebody looks at the page again, or may have come through a tunnel. */
import { isHidden } from '../../follow/polls.ts';
import { whenWoken } from '../../waking.ts';

interface Attention {
  /** The page is out of sight. */
  leave(): void;
  /** It is in sight again; then wake() is called too. */
  comeBack(): void;
  /** It is in sight, and may have missed something. */
  wake(): void;
  scroll(): void;
}

/** Until the function that it gives back is called. */
export function attend({ leave, comeBack, wake, scroll }: Attention): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  const comeOrGo = (): void => (isHidden() ? leave() : comeBack());
  document.addEventListener('visibilitychange', comeOrGo, { signal });
  whenWoken(() => isHidden() || wake(), signal);
  window.addEventListener('scroll', scroll, { signal, passive: true });
  return () => listening.abort();
}
