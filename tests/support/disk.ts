/** A database whose room a test may take away: a small disk of its own as root, else SQLite's own limit of pages. */
import { execFileSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import { newFolder } from './service.ts';

export interface Disk {
  folder: string;
  /** From now on there is no room for what grows. */
  fill(): void;
  free(): void;
  /** The disk goes, as a network's does, while files on it are open; only as root. */
  vanish(): void;
}

const isRoot = process.getuid?.() === 0;

/** Empty. Services that shall run out of room on it are started in this process, after it was made. */
export async function smallDisk(): Promise<Disk> {
  const folder = await newFolder();
  return isRoot ? mounted(folder) : limited(folder);
}

function mounted(folder: string): Disk {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'dateline-test', folder]);
  let isThere = true;
  const vanish = () => {
    if (isThere) execFileSync('umount', ['--lazy', folder]);
    isThere = false;
  };
  onTestFinished(vanish);
  const filler = join(folder, 'filler');
  return {
    folder,
    fill() {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(filler, Buffer.alloc(bavail * bsize));
    },
    free: () => rmSync(filler),
    vanish,
  };
}

function limited(folder: string): Disk {
  const opened: DatabaseSync[] = [];
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (sql) {
    if (!opened.includes(this)) opened.push(this);
    return exec.call(this, sql);
  };
  onTestFinished(() => void (DatabaseSync.prototype.exec = exec));
  const setMost = (pages: number) => {
    for (const database of opened.filter(({ isOpen }) => isOpen))
      exec.call(database, `pragma max_page_count = ${pages}`);
  };
  return {
    folder,
    fill: () => setMost(1), // SQLite takes what there is for the least
    free: () => setMost(1_000_000),
    vanish() {
      throw new Error('Only root can take a disk away.');
    },
  };
}
