/** When the story has been told, the river goes on: short entries without end, no two alike in a row. */
import type { Author } from '../../shared/blog.ts';
import { callum, desk, ines, sorcha } from './people.ts';
import type { Step } from './story.ts';

const PEAK = 5.08;
const LOW = 2.1;

export function* statuses(): Generator<Step> {
  for (let level = PEAK; ; level = level > LOW ? level - 0.01 - Math.random() * 0.03 : PEAK) {
    yield say(`${level.toFixed(2)} metres at the Old Bridge. ${river()}`, sorcha);
    yield say(`${roads()} ${advice()}`, desk);
    yield say(`${sky()} ${ground()}`, sorcha);
    yield say(quay(), callum);
    yield say(`${shelter()} ${thanks()}`, ines);
  }
}

const say = (text: string, author: Author): Step => ({
  publish: { html: `<p>${text}</p>`, authors: [author] },
});

/** The parts in random order; none comes again before all have been there. */
function dealer(parts: readonly string[]): () => string {
  let left: string[] = [];
  return () => {
    if (left.length === 0) left = [...parts];
    return left.splice(Math.floor(Math.random() * left.length), 1)[0]!;
  };
}

const river = dealer([
  'It is falling as forecast.',
  'The water has left a brown line on the second pier, as straight as if it were drawn.',
  'Upstream at Hallgarth it falls faster.',
  'The tide is going out, which helps.',
  'Fewer branches now, and no more trunks.',
  'The tidal lock stands open to let it through.',
  'The weir can be heard again from Market Street.',
]);

const roads = dealer([
  'Weir Lane is passable on one side.',
  'The number 9 bus runs every twenty minutes.',
  'Market Street is open to deliveries.',
  'The bypass bridge is slow in both directions, about fifteen minutes.',
  'The road to Hallgarth has one lane, with a man and a flag.',
  'Trains run as far as Coldwell.',
]);

const advice = dealer([
  'Please keep the hard shoulder free for the pumps.',
  'Where a cover is missing, there is a cone; where there is no cone, mind your step.',
  'Cyclists get through everywhere.',
  'The diversion by the cattle market is signposted.',
  'If you need not drive, don’t.',
]);

const sky = dealer([
  'Dry, with a little wind from the west.',
  'A shower on Castle Hill, five minutes of it.',
  'Stenmoor reports no rain in the past hour.',
  'Fog in the valley, clear above it.',
  'Cloud, and a strip of blue over the moor.',
  'Light drizzle, not enough to matter.',
]);

const ground = dealer([
  'The ground is still full, and the forecasters keep an eye on the next front.',
  'The Skelbeck is back between its banks.',
  'No new warnings.',
  'The amber warning downstream of the lock still stands.',
  'The reservoir has two metres to spare.',
]);

const quay = dealer([
  'A pump has been moved from the chandler’s to the bank. The bank’s cellar is deeper.',
  'The bakery has sold, or rather given away, its four hundredth loaf.',
  'On Chandlers’ Steps people sit and look at the water, as one looks at a guest who will not leave.',
  'Two surveyors in a rowing boat are photographing the broken wall.',
  'Somebody has written “mind the step” on the wall, a metre below the surface.',
  'The swans are back. They have taken the taxi rank.',
  'A piano has been found in the bus shelter. It is nobody’s so far.',
]);

const shelter = dealer([
  'At St Brannoc’s, supper was lentil soup, twice.',
  'Some of the families have gone to stay with relatives; 96 people are still in the gym.',
  'The chess tournament has reached its quarter-finals.',
  'The parrot has learned a new word, from the fire service.',
  'Mr Pell is on his third whiteboard.',
  'The school has lent its library, without cards.',
]);

const thanks = dealer([
  'No more blankets, thank you.',
  'Chargers are welcome.',
  'There is a queue for the telephone, and it moves.',
  'Somebody has left forty pairs of socks at the side door. Thank you, whoever you are.',
  'The kettle is on.',
]);
