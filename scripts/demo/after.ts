/** What happens while you watch. */
import { callum, desk, ines, sorcha } from './people.ts';
import type { Step } from './story.ts';
import { summaryAfterPeak, summaryWithBridge, summaryWithWall } from './summary.ts';

/** With a slip, for somebody to mend. */
const BAKERY =
  '<p>Samir Haddour came here from Damascus nine years ago. He has put his flour on the tables, his tables on crates, and bread into the hands of everybody who passes.</p>' +
  '<blockquote lang="ar" dir="rtl"><p>لم ننتظر الإنذار. وضعنا الطحين على الطاولات وفتحنا الباب للجيران.</p></blockquote>' +
  '<p>“We did not wait for the warning. We put the flour on the tables and opend the door to the neighbours.”</p>';

export const after: Step[] = [
  {
    publish: {
      headline: 'The first water on the quay',
      html: '<p>It does not come over the edge. It comes up, through the drains, without a sound: a dark patch by the chandler’s, then another, and then the two are one. The people with the sandbags look at it for a moment and go on.</p>',
      authors: [callum],
    },
  },
  { publish: { html: '<p>4.97 metres at the Old Bridge.</p>', authors: [sorcha] } },
  {
    name: 'baker',
    publish: {
      headline: 'The bakery on Tanners’ Row has its ovens on',
      html: BAKERY,
      authors: [callum],
    },
  },
  {
    name: 'dam',
    publish: {
      headline: 'Reports that the gates at Stenmoor have been opened',
      html: '<p>Several readers tell us that water is being let out of the Stenmoor reservoir. We are asking the river authority.</p>',
      authors: [desk],
    },
  },
  {
    publish: {
      headline: 'Old Bridge closed',
      html: '<p>The police have closed the Old Bridge to everybody, on foot as well. Tree trunks are striking the piers, and the engineers “would rather not learn by experiment” what five hundred years of masonry will bear. The bypass bridge is open.</p>',
      authors: [desk],
      keyEvent: true,
    },
  },
  { edit: 'summary', change: { html: summaryWithBridge } },
  { edit: 'baker', change: { html: BAKERY.replace('opend', 'opened'), minor: true } },
  { remove: 'dam' },
  {
    publish: {
      headline: 'The gates at Stenmoor are shut',
      html: '<p>The river authority says that no water has been let out of the reservoir at any time. We have removed an entry that passed on reports to the contrary. We should have asked first and written afterwards.</p>',
      authors: [desk],
    },
  },
  { publish: { html: '<p>5.04 metres. Seventeen to the record.</p>', authors: [sorcha] } },
  {
    publish: {
      headline: 'How to read the gauge',
      html:
        '<p>The figure that everybody in town now knows by heart is not the depth of the river. It is its height above a brass bolt in the second pier of the Old Bridge, put there in a dry summer long ago.</p>' +
        '<p>At 2.40 metres the towpath gets wet. At 4.60 the river is level with Lower Quay. The wall ends at 5.30, but the gap in it is closed with boards, and boards are boards.</p>',
      authors: [sorcha],
    },
  },
  {
    publish: {
      html: '<p>The last bus from the corn exchange has left full. Another one has been sent for; please wait inside, the market hall is open.</p>',
      authors: [desk],
    },
  },
  {
    publish: {
      headline: 'A whistle on Lower Quay',
      html: '<p>Three long blasts: everybody off the quay, at once. I can see the boards in the gap bending. We are walking up Chandlers’ Steps, quickly, and so is everybody else.</p>',
      authors: [callum],
    },
  },
  {
    name: 'wall',
    publish: {
      headline: 'The wall on Lower Quay has given way',
      html:
        '<p><strong>Beside the gap, about twelve metres of the flood wall have gone.</strong> Water is running through Tanners’ Row at the height of a man’s knee.</p>' +
        '<p>If you are still in a house there, go upstairs, take your phone, and call 112. Do not try to walk out.</p>',
      authors: [callum, desk],
      breaking: true,
      keyEvent: true,
    },
  },
  { edit: 'summary', change: { html: summaryWithWall } },
  {
    publish: {
      headline: '“We have counted everybody”',
      html: '<p>All who live on the quay and the Row are accounted for, says Rhona Castley. Nine people and a parrot were taken from upper windows by boat. Two of her crew are being treated for cold, and “would like their tea”.</p>',
      authors: [desk],
    },
  },
  {
    edit: 'shelter',
    change: {
      html: '<p>The gym on Castle Hill has 140 camp beds, hot food and a corner for pets. Bring medicines, glasses and something to sleep in; the rest is there.</p>',
      correction: 'An earlier version of this entry said that the shelter had 240 camp beds. It has 140.',
    },
  },
  { publish: { html: '<p>5.13 metres.</p>', authors: [sorcha] } },
  {
    publish: {
      html: '<p>A reader in Coldwell asks whether she can help with a canoe. The fire service says thank you, and no.</p>',
      authors: [desk],
    },
  },
  {
    publish: {
      headline: 'Power off between the quays and Market Street',
      html: '<p>The grid has switched off 1,900 customers so that nobody meets a live cable under water. The hospital runs on its own supply and is not affected.</p>',
      authors: [desk],
    },
  },
  {
    publish: {
      headline: 'In the gym on Castle Hill',
      html:
        '<p>Somebody has hung the washing over the wall bars. There are, at this moment, 131 people in the gym of St Brannoc’s School, eleven dogs, a tortoise named Admiral, and the parrot. It turns out that the parrot can do the whistle: three long blasts, again and again, until a blanket is put over it and the whole room laughs for the first time.</p>' +
        '<p>Bethan Marl has been head of the school for four years. She has a list in her hand and a pencil behind each ear.</p>' +
        '<blockquote><p>We practise this every autumn. The children play the families and always ask for things that we have not thought of. Last year one of them asked where you can cry without being looked at. So now there is a room for that.</p></blockquote>' +
        '<p>There is indeed. It is the music room, it has a sofa and a kettle, and nobody goes in without knocking.</p>' +
        '<p>What people here want most is news, and after that, a socket for a charger. Volunteers from the rowing club have run cables along the walls. A retired surveyor, Ossian Pell, draws the level on the blackboard each time that we publish it, and takes bets in biscuits. An old man I have known for years sits by the window with a framed photograph on his knees, face down. He does not want it to get wet, he says. It is quite dry in here.</p>' +
        '<p>The shelter is well supplied. It still looks for:</p>' +
        '<ul><li>reading glasses, of any strength</li><li>chargers with every kind of plug</li><li>someone who speaks Tigrinya</li><li>a second whiteboard, since Mr Pell has filled the first</li></ul>' +
        '<p>Bring them to the side door, or <a href="mailto:shelter@merrinford.example">write to the shelter</a> first. No more clothes, please: there are enough for a town twice this size.</p>',
      authors: [ines],
    },
  },
  {
    publish: {
      html: '<p>The Tigrinya speaker has been found: a nurse on the second floor of the hospital, who is translating by telephone between two shifts.</p>',
      authors: [ines],
    },
  },
  {
    publish: {
      html: '<p>5.17 metres. The last two readings are one centimetre apart.</p>',
      authors: [sorcha],
    },
  },
  {
    publish: {
      headline: 'The river has peaked',
      html:
        '<p>5.18 metres, and then 5.18 again, and now 5.17. The Merrin has stopped three centimetres short of its record, the river authority confirms.</p>' +
        '<p>“It will fall slowly, more slowly than it rose,” says Lenka Osgood, who is on duty in the control room. “Please give it the time.”</p>',
      authors: [sorcha],
      keyEvent: true,
    },
  },
  { edit: 'summary', change: { html: summaryAfterPeak } },
  {
    publish: {
      html: '<p>Downstream at the tidal lock, 400 sandbags were filled and not one was needed. “Best wasted work of my life,” says the lock keeper.</p>',
      authors: [callum],
    },
  },
  {
    publish: {
      html: '<p>On Castle Hill they are clapping. Mr Pell owes eleven people a biscuit.</p>',
      authors: [ines],
    },
  },
  {
    publish: {
      headline: 'What to do when you are let back in',
      html:
        '<p>Not yet, but soon. When it is time:</p>' +
        '<ol><li>Photograph everything before you move it; draw the water’s line on the wall.</li><li>Leave the mains off until an electrician has looked.</li><li>Throw away food that the water has touched, tins included.</li></ol>' +
        '<p>Insurers have opened <a href="https://merrinford.example/claims">one form for all</a>, at the council’s request.</p>',
      authors: [desk],
    },
  },
  {
    publish: {
      headline: 'Second Wind is afloat',
      html: '<p>Josie Tarrant has sent us a picture: her barge, still on all of its ropes, looking down on the quay from a height where no barge should be. “I can see into the bank on the first floor,” she writes. “They should dust.”</p>',
      authors: [callum],
    },
  },
  {
    publish: {
      html: '<p>5.11 metres, and falling by about three centimetres in an hour.</p>',
      authors: [sorcha],
    },
  },
  {
    publish: {
      headline: 'Fire service: first boats go back',
      html: '<p>Four of the nine boats from neighbouring counties are being sent home. The pumps stay: there are fourteen of them in Tanners’ Row alone, moving a swimming pool’s worth of water every six minutes.</p>',
      authors: [desk],
      keyEvent: true,
    },
  },
  {
    publish: {
      html: '<p>We stay here for as long as there is something to tell: levels, roads, and what people ask us. Write to <a href="mailto:live@merrinford-courier.example">the newsdesk</a>.</p>',
      authors: [desk],
    },
  },
];
