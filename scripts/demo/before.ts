/** The first two hours of the flood. */
import { callum, desk, ines, sorcha } from './people.ts';
import { summaryAtFirst } from './summary.ts';
import type { Past } from './story.ts';

export const before: Past[] = [
  {
    minutesAgo: 118,
    publish: {
      headline: 'Red flood warning for the whole of Merrinford',
      html:
        '<p>The river authority has raised its warning for the Merrin from amber to red, the highest it has. “Expect water in streets that have not seen it for a generation,” it says.</p>' +
        '<p>The warning covers both banks from Hallgarth down to the tidal lock. If you live there, move what you can upstairs now, and have a bag by the door.</p>',
      authors: [desk],
      keyEvent: true,
    },
  },
  {
    minutesAgo: 110,
    publish: {
      headline: 'Why it is rising so fast',
      html:
        '<p>Sixty-one millimetres of rain have fallen on Stenmoor in nine hours, about as much as in an ordinary month. The peat up there was full already: after three wet weeks it holds no more than a wet sponge does.</p>' +
        '<p>What falls now runs straight off, down the Skelbeck and into the Merrin four miles above the town. It takes roughly three hours to get here.</p>',
      authors: [sorcha],
    },
  },
  {
    minutesAgo: 103,
    publish: {
      html: '<p>Weir Lane is closed between the pumping station and the rowing club.</p>',
      authors: [desk],
    },
  },
  {
    minutesAgo: 95,
    publish: {
      headline: 'On Lower Quay they are carrying carpets',
      html:
        '<p>There is little talk here. A chain of people passes sandbags from a flatbed lorry to the doors, and in the other direction come carpets, a record player, a cat in a basket.</p>' +
        '<p>“We had an hour last time,” says Josie Tarrant, whose barge <em>Second Wind</em> is tied up with twice the usual ropes. “This time we have had three. I am not complaining.”</p>',
      authors: [callum],
    },
  },
  {
    minutesAgo: 86,
    publish: {
      headline: 'If you are near the river',
      html:
        '<p>The fire service asks everybody between the railway and the river to do this now:</p>' +
        '<ol><li>Switch off electricity and gas at the mains before water comes in, never after.</li><li>Leave the car where it is if the road is wet; thirty centimetres of moving water will carry it off.</li><li>Knock on your neighbours’ doors, and knock twice where somebody is hard of hearing.</li></ol>' +
        '<p>The council keeps <a href="https://merrinford.example/flood">a map of the streets that may flood</a>.</p>',
      authors: [desk],
    },
  },
  {
    minutesAgo: 77,
    publish: {
      html: '<p>No trains between Merrinford and Hallgarth until further notice: the ballast has been washed out under one track. Tickets are good on the number 9 bus.</p>',
      authors: [desk],
    },
  },
  {
    minutesAgo: 68,
    publish: {
      headline: 'Lower Quay and Tanners’ Row told to leave',
      html:
        '<p>Police and wardens are going from door to door. Some 600 homes are affected, and about 1,400 people. Buses leave from the corn exchange every ten minutes for the shelter on Castle Hill.</p>' +
        '<p>“Nobody will be made to go, and everybody should,” says Rhona Castley, who leads the fire service’s operation.</p>',
      authors: [desk],
      keyEvent: true,
    },
  },
  {
    minutesAgo: 59,
    name: 'shelter',
    publish: {
      headline: 'Shelter opens at St Brannoc’s School',
      html: '<p>The gym on Castle Hill has 240 camp beds, hot food and a corner for pets. Bring medicines, glasses and something to sleep in; the rest is there.</p>',
      authors: [desk],
    },
  },
  {
    minutesAgo: 47,
    publish: {
      headline: 'Eighteen years on: what the last flood taught this town',
      html:
        '<p>I was standing on the Old Bridge the last time, with a notebook that dissolved in my hand. The water stood at 5.21 metres, a mark that somebody later scratched into the third pier, and 900 families had lost their ground floors. What people remember is not the noise but the smell: diesel, river and wet plaster, for months.</p>' +
        '<p>The inquiry that followed ran to 412 pages. It can be put more shortly. The warnings came by telephone, one household at a time, from a list that was six years old. The flood gates were closed by hand, by two men with one key between them. And nobody had told the hospital.</p>' +
        '<blockquote><p>We had the right plan. It was in a cabinet, and the cabinet was under water.</p></blockquote>' +
        '<p>That was the harbour master of the day, before the committee. Here is what has changed since:</p>' +
        '<ul><li><strong>The gauges report by themselves.</strong> There were two on the Merrin then, read twice a day. There are eleven now, and each sends its level every five minutes.</li><li><strong>The wall is longer.</strong> It runs from the weir to the tidal lock, with one gap: 80 metres on Lower Quay, where the money ended.</li><li><strong>Everybody is called at once.</strong> Phones in the valley got the warning within a minute of its being signed.</li><li><strong>The moor is being blocked up again.</strong> Nearly 700 of the old drainage ditches on Stenmoor have been dammed with peat and wool, which slows the water down a little.</li></ul>' +
        '<p>A little is the word. The wall was built for 5.30 metres, and the hydrologists who drew it said at the time that they would have liked another half a metre. “You build what you can pay for,” one of them told me then, “and afterwards you watch the river.” So we do. The inquiry’s <a href="https://merrinford.example/inquiry">full report</a> is on the council’s site.</p>',
      authors: [ines],
    },
  },
  {
    minutesAgo: 34,
    publish: {
      headline: '4.86 metres at the Old Bridge',
      html: '<p>That is up 31 centimetres in an hour. The record is 5.21.</p>',
      authors: [sorcha],
    },
  },
  {
    minutesAgo: 22,
    publish: {
      headline: 'You asked: is the tap water safe?',
      html: '<p>Yes. The waterworks stand on high ground at Coldwell and have their own power. If your water looks cloudy, it is the pressure: let it run for a minute. Water from private wells should be boiled.</p>',
      authors: [desk],
    },
  },
  {
    minutesAgo: 11,
    name: 'summary',
    publish: { headline: 'What we know so far', html: summaryAtFirst, authors: [desk], pinned: true },
  },
  {
    minutesAgo: 4,
    publish: {
      html: '<p>The rain has stopped on Castle Hill. On Stenmoor it has not.</p>',
      authors: [callum],
    },
  },
];
