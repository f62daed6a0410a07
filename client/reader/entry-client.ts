import '../styles/tokens.css';
import '../styles/fonts.css';
import '../styles/base.css';
import '../styles/plain-pages.css';
import { hydrate } from 'svelte';
import ReaderPage from './ReaderPage.svelte';
import type { ReaderProps } from './props.ts';

// Only the reader page brings props; the home and error pages need the styles and no more.
const props = document.getElementById('props')?.textContent;
const target = document.getElementById('app');

if (props && target) hydrate(ReaderPage, { target, props: JSON.parse(props) as ReaderProps });
