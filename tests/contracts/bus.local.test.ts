import { describe } from 'vitest';
import { localBus } from '../../server/bus/local.ts';
import { busContract } from './bus.ts';

describe('the bus of a single process', () => busContract(async (beside) => beside ?? localBus()));
