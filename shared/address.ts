/** The address that a text is, on its own or seen from `base`; null where it is none. */
export function urlOf(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
