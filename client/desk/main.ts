/** Where the desk begins: styles, then the page. */
import '../styles/tokens.css';
import '../styles/fonts.css';
import '../styles/base.css';
import './controls.css';
import { flushSync, mount } from 'svelte';
import { writeIn } from '../times/format.ts';
import { mannerOf } from '../times/zones.ts';
import Desk from './Desk.svelte';
import './typing.ts';

writeIn(mannerOf());
const target = document.getElementById('desk')!;
/** What index.html says in the desk's place, to browsers that are too old for it. */
const late = target.querySelector('.late')!;
try {
  mount(Desk, { target });
  flushSync();
  late.remove();
} catch (error) {
  target.replaceChildren(late);
  late.classList.add('now');
  reportError(error);
}
