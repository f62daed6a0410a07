/** When the story has been told, the river goes on: short entries without end, no two alike in a row. */
import { callum, desk, ines, sorcha } from './people.ts';
import type { Step, Text } from './story.ts';

const PEAK = 5.08;
const LOW = 2.1;

export function* statuses(): Generator<Step> {
  let level = PEAK;
  for (let round = 0; ; round += 1) {
    const pick = (parts: string[]): string =>
      parts[(round * 5 + Math.floor(round / parts.length)) % parts.length]!;
    level = level - 0.01 - (round % 4) * 0.01;
    if (level < LOW) level = PEAK;
    const say = (text: string, by: Text['authors']): Step => ({
      publish: { html: `<p>${text}</p>`, authors: by! },
    });

    yield say(`${level.toFixed(2)} metres at the Old Bridge. ${pick(RIVER)}`, [sorcha]);
    yield say(`${pick(ROADS)} ${pick(ROAD_ADVICE)}`, [desk]);
    yield say(`${pick(SKY)} ${pick(GROUND)}`, [sorcha]);
    yield say(pick(QUAY), [callum]);
    yield say(`${pick(SHELTER)} ${pick(THANKS)}`, [ines]);
  }
}

const RIVER = [
  'It is falling as forecast.',
  'The water has left a brown line on the second pier, as straight as if it were drawn.',
  'Upstream at Hallgarth it falls faster.',
  'The tide is going out, which helps.',
  'Fewer branches now, and no more trunks.',
  'The tidal lock stands open to let it through.',
  'The weir can be heard again from Market Street.',
];

const ROADS = [
  'Weir Lane is passable on one side.',
  'The number 9 bus runs every twenty minutes.',
  'Market Street is open to deliveries.',
  'The bypass bridge is slow in both directions, about fifteen minutes.',
  'The road to Hallgarth has one lane, with a man and a flag.',
  'Trains run as far as Coldwell.',
];

const ROAD_ADVICE = [
  'Please keep the hard shoulder free for the pumps.',
  'Where a cover is missing, there is a cone; where there is no cone, mind your step.',
  'Cyclists get through everywhere.',
  'The diversion by the cattle market is signposted.',
  'If you need not drive, don’t.',
];

const SKY = [
  'Dry, with a little wind from the west.',
  'A shower on Castle Hill, five minutes of it.',
  'Stenmoor reports no rain in the past hour.',
  'Fog in the valley, clear above it.',
  'Cloud, and a strip of blue over the moor.',
  'Light drizzle, not enough to matter.',
];

const GROUND = [
  'The ground is still full, and the forecasters keep an eye on the next front.',
  'The Skelbeck is back between its banks.',
  'No new warnings.',
  'The amber warning downstream of the lock still stands.',
  'The reservoir has two metres to spare.',
];

const QUAY = [
  'A pump has been moved from the chandler’s to the bank. The bank’s cellar is deeper.',
  'The bakery has sold, or rather given away, its four hundredth loaf.',
  'On Chandlers’ Steps people sit and look at the water, as one looks at a guest who will not leave.',
  'Two surveyors in a rowing boat are photographing the broken wall.',
  'Somebody has written “mind the step” on the wall, a metre below the surface.',
  'The swans are back. They have taken the taxi rank.',
  'A piano has been found in the bus shelter. It is nobody’s so far.',
];

const SHELTER = [
  'At St Brannoc’s, supper was lentil soup, twice.',
  'Some of the families have gone to stay with relatives; 96 people are still in the gym.',
  'The chess tournament has reached its quarter-finals.',
  'The parrot has learned a new word, from the fire service.',
  'Mr Pell is on his third whiteboard.',
  'The school has lent its library, without cards.',
];

const THANKS = [
  'No more blankets, thank you.',
  'Chargers are welcome.',
  'There is a queue for the telephone, and it moves.',
  'Somebody has left forty pairs of socks at the side door. Thank you, whoever you are.',
  'The kettle is on.',
];
