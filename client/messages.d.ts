/** What the build makes of the files in messages/ (scripts/messages.mjs): a function for each language that loads its own. */
declare module 'virtual:messages' {
  const languages: Record<string, () => Promise<{ default: unknown }>>;
  export default languages;
}

/** Of each language the few that a widget says, as they are: none has a place to fill in. */
declare module 'virtual:widget-words' {
  const words: Record<
    string,
    Record<
      | ('live' | 'notStarted' | 'pausedByDesk' | 'ended' | 'breaking' | 'keyEvent' | 'pinned' | 'correction')
      | ('readMore' | 'firstUpdate' | 'delayed' | 'reconnecting')
      | ('updated' | 'allUpdates' | 'offline' | 'gone'),
      string
    >
  >;
  export default words;
}
