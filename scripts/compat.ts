/**
 * Names what the built client uses and the promised browsers lack (client/targets.ts), by MDN's compatibility data,
 * unless the script asks for it first, the style has something older before it, or compat/harmless.ts says why it is no
 * harm. Fails where there is any.
 */
import type { Target } from '../client/targets.ts';
import { type Built, builtFiles } from './compat/built.ts';
import { HARMLESS } from './compat/harmless.ts';
import { lackedInMarkup } from './compat/markup.ts';
import { type Finding, lackedInScript, textsIn } from './compat/scripts.ts';
import { lackedInStyles } from './compat/styles.ts';

const used = new Set<string>();
let troubles = 0;
for (const built of builtFiles()) for (const finding of findingsIn(built)) tell(built, finding);
for (const name of Object.keys(HARMLESS))
  if (!used.has(name)) trouble(`scripts/compat/harmless.ts: nothing is built any more that uses ${name}`);
console.log(`${troubles} uses of what the promised browsers lack.`);
process.exitCode = troubles > 0 ? 1 : 0;

function findingsIn({ file, text, target }: Built): Finding[] {
  if (file.endsWith('.css')) return lackedInStyles(text, target);
  if (file.endsWith('.html')) return lackedInMarkup(text, target);
  // The frame's script runs on the server: only what it writes comes to browsers.
  const scripts = file.includes('/frame/') ? [] : lackedInScript(text, target);
  return [...scripts, ...writtenBy(text, target)];
}

/** Styles and markup that stand in a script as texts. */
function writtenBy(script: string, target: Target): Finding[] {
  return textsIn(script).flatMap(({ text, at }) => {
    const findings = /^\s*</.test(text)
      ? lackedInMarkup(text, target)
      : /^[^;]*\{[^{}]*:[^{}]*\}/.test(text)
        ? lackedInStyles(text, target)
        : [];
    return findings.map((finding) => ({ ...finding, at: at + finding.at }));
  });
}

function tell({ file, text }: Built, { what, at }: Finding): void {
  const known = Object.keys(HARMLESS).find((each) => what.startsWith(`${each}: `));
  if (known) return void used.add(known);
  const around = text.slice(Math.max(0, at - 40), at + 60).replace(/\s+/g, ' ');
  trouble(`${file}: ${what}\n    …${around}…`);
}

function trouble(text: string): void {
  troubles += 1;
  console.error(text);
}
