/** Chromiums of years ago: packages of their own, brought by `node scripts/engines.mjs`, each with its browser packed in it. */
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

const folderOf = (major: number): string =>
  fileURLToPath(new URL(`old/node_modules/chromium-${major}/bin/`, import.meta.url));

export function whyNoOldChromium(major: number): string | null {
  return existsSync(`${folderOf(major)}chromium.br`) ? null : 'the old Chromiums’ packages (Linux on x64)';
}

/** Where it is, unpacked the first time. */
export function oldChromium(major: number): string {
  const path = `${folderOf(major)}chromium`;
  if (!existsSync(path)) {
    const unfinished = `${path}.${process.pid}`;
    writeFileSync(unfinished, brotliDecompressSync(readFileSync(`${path}.br`)));
    chmodSync(unfinished, 0o755);
    renameSync(unfinished, path); // whole at once: another test may look for it at the same time
  }
  return path;
}
