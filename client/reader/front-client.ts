import { comeAlive } from './alive.ts';
import FrontPage from './front/FrontPage.svelte';

await comeAlive(FrontPage, ({ language }) => language);
