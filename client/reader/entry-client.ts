import { comeAlive } from './alive.ts';
import ReaderPage from './page/ReaderPage.svelte';

await comeAlive(ReaderPage, ({ blog }) => blog.head.language);
