// Plain JavaScript without packages, since it runs before there are any, on whatever Node (18 or newer) runs npm.
//   node scripts/setup.mjs serving      the pinned Node and npm, and the packages that serving and building need
//   node scripts/setup.mjs everything   those of checks and tests, too
//   node scripts/setup.mjs tests        and what tests need beside packages
import { argv, exit, version } from 'node:process';
import { oneAtATime } from './setup/lock.mjs';
import { areInstalled, install } from './setup/packages.mjs';
import { isPinned, pin } from './setup/pinned.mjs';
import { Refusal, reasonOfFile } from './setup/refusal.mjs';
import { bringServices } from './setup/services.mjs';

const extent = argv[2] === 'serving' ? 'serving' : 'everything';
const isReady = () => areInstalled(extent) && isPinned();

try {
  if (Number(version.slice(1).split('.')[0]) < 18)
    throw new Refusal(`it takes Node 18 to begin; here is ${version}`);
  if (!isReady()) {
    await oneAtATime(() => {
      pin();
      if (!areInstalled(extent)) install(extent);
      // A new folder of packages has no link to the Node.
      pin();
    });
  }
  if (argv[2] === 'tests') bringServices();
} catch (error) {
  console.error(
    `Dateline isn't set up: ${error instanceof Refusal ? error.message : reasonOfFile(error)}. Try again once that is mended.`,
  );
  exit(1);
}
