/** What the build makes of the files in messages/ (scripts/messages.mjs): a function for each language that loads its own. */
declare module 'virtual:messages' {
  const languages: Record<string, () => Promise<{ default: unknown }>>;
  export default languages;
}
