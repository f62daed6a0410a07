/** The front that a part stands on; what is of one blog in it finds that blog's own things by usePage(). */
import { createContext } from 'svelte';
import type { FrontReader } from './front.svelte.ts';

export const [useFront, setFront] = createContext<FrontReader>();
