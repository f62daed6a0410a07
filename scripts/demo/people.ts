/** Who writes. All of them are invented, and so is their paper. */
import type { Author } from '../../shared/blog.ts';

export const desk: Author = {
  name: 'The newsdesk',
  bio: 'The Merrinford Courier’s live desk. Tell us what you see where you are, once you are safe.',
  contact: 'mailto:live@merrinford-courier.example',
};

export const ines: Author = {
  name: 'Ines Hathersage',
  bio: 'Chief reporter. She covered the flood of eighteen years ago for this paper.',
  contact: 'mailto:ines.hathersage@merrinford-courier.example',
};

export const callum: Author = {
  name: 'Callum Brockway',
  bio: 'Reports from the quays, on foot and lately in waders.',
  contact: 'https://merrinford-courier.example/people/callum-brockway',
};

export const sorcha: Author = {
  name: 'Sorcha Venn',
  bio: 'Writes about rivers, weather and what we build beside them.',
};
