/** What scripts call by name: globals, what stands on them, and members of whatever it is. */
import type { Target } from '../../client/targets.ts';
import { childrenOf, featureAt, lackedBy, type Node } from './data.ts';

const BUILTINS = ['javascript', 'builtins'];

/** `structuredClone`, `Segmenter`: a global of the language or of the browser. */
export const globalOf = (name: string): Node | undefined =>
  featureAt(...BUILTINS, name) ?? featureAt('api', name) ?? memberOf('Window', name);

/** `URL.canParse`, `Intl.Segmenter`, `navigator.locks`. */
export function memberOf(owner: string, name: string): Node | undefined {
  const type = OF_GLOBALS[owner] ?? owner;
  return (
    featureAt(...BUILTINS, type, name) ??
    featureAt('api', type, `${name}_static`) ??
    featureAt('api', type, name)
  );
}

/** `new CSSStyleSheet()`, where the type itself may be older. */
export const constructorOf = (name: string): Node | undefined =>
  featureAt('api', name, name) ?? featureAt(...BUILTINS, name, name) ?? globalOf(name);

/** Globals that are of a type by another name. */
const OF_GLOBALS: Record<string, string> = {
  navigator: 'Navigator',
  document: 'Document',
  window: 'Window',
  self: 'Window',
  globalThis: 'Window',
  location: 'Location',
  history: 'History',
  screen: 'Screen',
  performance: 'Performance',
  crypto: 'Crypto',
  caches: 'CacheStorage',
  localStorage: 'Storage',
  sessionStorage: 'Storage',
  clients: 'Clients',
};

/**
 * Names of members, and of events as `scrollend_event`, that the target lacks on whatever type has them: with who lacks
 * them. A name that also an older type has can't be told from that one, and is not among them. Nor are those of types
 * of the browser's that the target lacks: whoever wants one has to ask for something by another name first.
 */
export function lackedMembers(target: Target): Map<string, string> {
  const lacked = new Map<string, string>();
  const had = new Set<string>();
  const types = [...childrenOf(featureAt('api')), ...childrenOf(featureAt(...BUILTINS))];
  const nested = types.flatMap(([name, type]) =>
    name === 'Intl' ? [[name, type], ...childrenOf(type)] : [[name, type]],
  );
  for (const [typeName, type] of nested as [string, Node][]) {
    const isLacked = featureAt('api', typeName) === type && lackedBy(type, target) !== '';
    for (const [name, member] of childrenOf(type)) {
      if (!member.__compat || name === typeName || name.endsWith('_static')) continue;
      const by = lackedBy(member, target);
      if (!by) had.add(name);
      else if (!isLacked && !lacked.has(name)) lacked.set(name, `${typeName}.${name}: ${by}`);
    }
  }
  for (const name of had) lacked.delete(name);
  return lacked;
}

/** Attributes of HTML that no element has in the target, by name: with who lacks them. */
export function lackedAttributes(target: Target): Map<string, string> {
  const everywhere = childrenOf(featureAt('html', 'global_attributes'));
  const all = [
    ...everywhere,
    ...childrenOf(featureAt('html', 'elements')).flatMap(([, tag]) => childrenOf(tag)),
  ];
  const lacked = new Map<string, string>();
  for (const [name, attribute] of all) {
    const by = lackedBy(attribute, target);
    if (by) lacked.set(name, `the attribute ${name}: ${by}`);
  }
  for (const [name, attribute] of all) if (!lackedBy(attribute, target)) lacked.delete(name);
  return lacked;
}

/** What the target lacks of the options of a member, a function or a constructor: `focus` → `focusVisible` → who. */
export function lackedOptions(target: Target): Map<string, Map<string, string>> {
  const lacked = new Map<string, Map<string, string>>();
  const types = [featureAt('api'), featureAt(...BUILTINS), featureAt(...BUILTINS, 'Intl')].flatMap(
    childrenOf,
  );
  for (const [typeName, type] of types) {
    for (const [name, member] of [[typeName, type] as const, ...childrenOf(type)]) {
      for (const [option, feature] of optionsOf(member)) {
        const by = lackedBy(feature, target);
        if (!by) continue;
        const plainName = name.replace(/_static$/, '');
        const options = lacked.get(plainName) ?? new Map<string, string>();
        lacked.set(plainName, options.set(option, `${typeName}.${plainName}({ ${option} }): ${by}`));
      }
    }
  }
  return lacked;
}

/** `options_focusVisible_parameter`, `options_parameter.options_signal_parameter`, `options_parameter.keepalive`. */
function optionsOf(member: Node, isOption = false): [option: string, feature: Node][] {
  return childrenOf(member).flatMap(([name, child]) => {
    const areOptions = /^(options?|init|settings)_parameter$/.test(name);
    const named =
      /^(?:options?|init|settings)_(\w+)_(?:parameter|option|property)$/.exec(name)?.[1] ??
      /^(\w+)_option$/.exec(name)?.[1];
    const option = named ?? (isOption && !areOptions ? name : undefined);
    const own: [string, Node][] = option === undefined ? [] : [[option, child]];
    // Of a type only what is said of itself: its members have their own turn.
    return named === undefined && !areOptions && !isOption ? own : [...own, ...optionsOf(child, areOptions)];
  });
}
