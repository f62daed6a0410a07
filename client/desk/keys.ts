/** Which key was pressed, whatever the keyboard's script. */

/** In lower case. Of a keyboard in another script it is the Latin letter in the same place. */
export function letterOf({ key, code }: { key: string; code: string }): string {
  const isForeign = /^(?!\p{Script=Latin})\p{L}$/u.test(key);
  return (isForeign && code.startsWith('Key') ? code.slice(3) : key).toLowerCase();
}
