/** What the schemas of answers are made of. */
import * as v from 'valibot';

export const text = v.string();
export const moment = v.pipe(v.string(), v.isoTimestamp());
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const orNull = <Schema extends v.GenericSchema>(schema: Schema) => v.nullable(schema);

export const role = v.picklist(['contributor', 'editor', 'admin']);
