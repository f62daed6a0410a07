/** Where the desk begins: styles, then the page. */
import '../styles/tokens.css';
import '../styles/fonts.css';
import '../styles/base.css';
import './controls.css';
import { mount } from 'svelte';
import Desk from './Desk.svelte';
import './typing.ts';

mount(Desk, { target: document.getElementById('desk')! });
