/** The pinned entry, as it stood at four times. */
const list = (...items: string[]): string => `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;

export const summaryAtFirst = list(
  'The Merrin stands at <strong>4.93 metres</strong> at the Old Bridge and is rising. The record is 5.21.',
  'Some <strong>600 homes</strong> on Lower Quay and Tanners’ Row have been told to leave.',
  'The shelter is at <strong>St Brannoc’s School</strong> on Castle Hill; buses go from the corn exchange.',
  'No trains to Hallgarth. Nobody has been reported hurt.',
);

export const summaryWithBridge = list(
  'The Merrin stands at <strong>5.04 metres</strong> at the Old Bridge and is rising. The record is 5.21.',
  'The <strong>Old Bridge is closed</strong>. The only way across is the bypass bridge.',
  'Some <strong>600 homes</strong> have been told to leave; about two thirds of the people have gone.',
  'The shelter is at <strong>St Brannoc’s School</strong> on Castle Hill; buses go from the corn exchange.',
  'Nobody has been reported hurt.',
);

export const summaryWithWall = list(
  '<strong>Twelve metres of wall have given way on Lower Quay.</strong> The quay and Tanners’ Row are under water.',
  'Everybody who lives there is accounted for. Two firefighters were treated for cold.',
  'The Merrin stands at <strong>5.13 metres</strong>. The peak is expected within the hour.',
  'The Old Bridge is closed. The only way across is the bypass bridge.',
  'The shelter at <strong>St Brannoc’s School</strong> has room. The sports hall next door is open too.',
);

export const summaryAfterPeak = list(
  'The Merrin <strong>peaked at 5.18 metres</strong>, three centimetres below its record, and is falling slowly.',
  'Lower Quay and Tanners’ Row are under water; 212 houses are flooded, by the fire service’s first count.',
  'Everybody is accounted for.',
  'Please <strong>do not go back yet</strong>: the water hides open drains, and the power is still on in places.',
  'The Old Bridge stays closed until divers have seen its piers.',
);
