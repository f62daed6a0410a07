// Every npm takes a lockfile in which each package gets what it asks for, as its optional peers do; some npms mend one that
// is not so while they install, others refuse it ("not in sync"). npm's own reading of it, without network.
import { createRequire } from 'node:module';

const Arborist = createRequire(new URL('./setup/pinned/node_modules/npm/package.json', import.meta.url))(
  '@npmcli/arborist',
);

const faults = [];
for (const path of ['.', 'scripts/setup/pinned']) {
  const tree = await new Arborist({ path }).loadVirtual();
  for (const { location, edgesOut } of tree.inventory.values()) {
    for (const edge of edgesOut.values()) {
      if (edge.valid) continue;
      const found = edge.to ? `${edge.to.location} is ${edge.to.version}` : 'is missing';
      faults.push(`${path}: ${location || 'package.json'} asks for ${edge.name} ${edge.spec}: ${found}`);
    }
  }
}
faults.forEach((fault) => console.error(fault));
process.exitCode = faults.length > 0 ? 1 : 0;
