// Follows a blog by socket, through drops and deploys:  node follow.mjs https://live.example.org storm
// needs: npm install socket.io-client
import { io } from 'socket.io-client';

const [address, blog] = process.argv.slice(2);
const held = { seq: 0, epoch: undefined, entries: new Map() };

const socket = io(address, { path: '/live', transports: ['websocket'] });
socket.on('connect', join);
socket.on('update', take);
socket.on('audience', ({ blog: about, seq }) => about === blog && seq > held.seq && join());
socket.on('error', ({ code, detail }) => console.error(`${code}: ${detail}`));

/** Asks for all that is missing; also after each drop, with what is held. */
function join() {
  socket.emit('join', { blog, after: held.seq, epoch: held.epoch }, (answer) => {
    if (!answer.error) return take(answer);
    console.error(answer.error);
    if (answer.error === 'not-found') socket.close();
    else setTimeout(join, 5_000);
  });
}

function take(update) {
  const isNew = update.from === 0 || update.epoch !== held.epoch;
  if (isNew && update.from > 0) return join();
  if (!isNew && update.to <= held.seq) return; // known already
  if (!isNew && update.from > held.seq) return join(); // something is missing
  if (isNew) held.entries.clear();
  for (const entry of update.entries) {
    if (entry.removed) held.entries.delete(entry.id);
    else held.entries.set(entry.id, entry);
    console.log(entry.removed ? `- ${entry.id}` : `+ ${entry.headline ?? entry.html}`);
  }
  Object.assign(held, { seq: update.to, epoch: update.epoch });
}
