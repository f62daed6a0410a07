/** What a built script uses that the target lacks, and doesn't ask for before: by ESLint, which knows whose name is whose. */
import { Linter, type Rule, type Scope } from 'eslint';
import esx from 'eslint-plugin-es-x';
import type * as ES from 'estree';
import { READERS, type Target } from '../../client/targets.ts';
import { featureAt, lackedBy } from './data.ts';
import { isGuarded } from './guarded.ts';
import {
  constructorOf,
  globalOf,
  lackedAttributes,
  lackedMembers,
  lackedOptions,
  memberOf,
} from './names.ts';

export interface Finding {
  /** Such as `Array.findLast: Firefox 100 (since 104)`. */
  what: string;
  /** Where in the file, in characters. */
  at: number;
}

/** Grammar, by the rule that finds it, and where the data says who has it; all else of it is older than any target. */
const GRAMMAR: Record<string, string[]> = {
  'no-class-static-block': ['javascript', 'classes', 'static', 'initialization_blocks'],
  'no-private-in': ['javascript', 'classes', 'private_class_fields_in'],
  'no-top-level-await': ['javascript', 'operators', 'await', 'top_level'],
  'no-import-attributes': ['javascript', 'statements', 'import', 'import_attributes'],
  'no-hashbang': ['javascript', 'grammar', 'hashbang_comments'],
  'no-using-declarations': ['javascript', 'statements', 'using'],
  'no-regexp-d-flag': ['javascript', 'builtins', 'RegExp', 'hasIndices'],
  'no-regexp-v-flag': ['javascript', 'builtins', 'RegExp', 'unicodeSets'],
  'no-regexp-lookbehind-assertions': ['javascript', 'regular_expressions', 'lookbehind_assertion'],
  'no-regexp-modifiers': ['javascript', 'regular_expressions', 'modifier'],
  'no-regexp-duplicate-named-capturing-groups': [
    ...['javascript', 'regular_expressions', 'named_capturing_group', 'duplicate_named_capturing_groups'],
  ],
};

export function lackedInScript(code: string, target: Target): Finding[] {
  const grammar = Object.entries(GRAMMAR).flatMap(([rule, path]) => {
    const feature = featureAt(...path);
    if (!feature?.__compat) throw new Error(`The compatibility data has no ${path.join('.')} any more.`);
    const by = lackedBy(feature, target);
    return by ? [[`es-x/${rule}`, `${path.slice(2).join('.')}: ${by}`] as const] : [];
  });
  const messages = new Linter().verify(code, {
    plugins: { 'es-x': esx as never, own: { rules: { lacked: lackedRule(target), parentheses } } },
    languageOptions: { ecmaVersion: 'latest', sourceType: 'module' },
    linterOptions: { reportUnusedDisableDirectives: false },
    rules: {
      'own/lacked': 'error',
      ...(target === READERS && { 'own/parentheses': 'error' }),
      ...Object.fromEntries(grammar.map(([rule]) => [rule, 'error'])),
    },
  });
  const lines = code.split('\n');
  const startOf = lines.reduce<number[]>(
    (starts, line) => [...starts, starts.at(-1)! + line.length + 1],
    [0],
  );
  return messages.map(({ ruleId, message, line, column }) => ({
    what: grammar.find(([rule]) => rule === ruleId)?.[1] ?? message,
    at: startOf[line - 1]! + column - 1,
  }));
}

/** All texts that stand in a script, and where. */
export function textsIn(code: string): { text: string; at: number }[] {
  const texts: { text: string; at: number }[] = [];
  const add = (text: unknown, node: ES.Node): void => {
    if (typeof text === 'string') texts.push({ text, at: node.range![0] });
  };
  const collect: Rule.RuleModule = {
    create: () => ({
      Literal: (node) => add(node.value, node),
      TemplateElement: (node) => add(node.value.cooked, node),
    }),
  };
  new Linter().verify(code, {
    plugins: { own: { rules: { collect } } },
    languageOptions: { ecmaVersion: 'latest', sourceType: 'module' },
    rules: { 'own/collect': 'error' },
  });
  return texts;
}

function lackedRule(target: Target): Rule.RuleModule {
  const members = lackedMembers(target);
  const options = lackedOptions(target);
  const attributes = lackedAttributes(target);
  return {
    create(context) {
      const report = (node: ES.Node, name: string, what: string): void => {
        if (!isGuarded(node as Rule.Node, name))
          context.report({ node, message: what.replaceAll('{', '{ ').replaceAll('{  ', '{ ') });
      };
      const own = namesMadeIn(context.sourceCode.ast);
      /** What a file has by this name may be its own, unless it is what stands on every list and text. */
      const isOwn = (name: string): boolean =>
        own.has(name) && !/^(Array|TypedArray|String|Promise|Object|Map|Set)\./.test(members.get(name)!);
      const isGlobal = (node: ES.Node): node is ES.Identifier =>
        node.type === 'Identifier' && isFree(context.sourceCode.getScope(node), node.name);

      return {
        'Program:exit'(program: ES.Program) {
          for (const { identifier } of context.sourceCode.getScope(program).through) {
            const by = lackedBy(globalOf(identifier.name), target);
            if (by) report(identifier as ES.Node, identifier.name, `${identifier.name}: ${by}`);
          }
        },
        NewExpression(node: ES.NewExpression) {
          lookAtOptions(node);
          if (!isGlobal(node.callee)) return;
          const { name } = node.callee;
          const by = lackedBy(constructorOf(name), target);
          if (by) report(node, name, `new ${name}(): ${by}`);
        },
        MemberExpression(node: ES.MemberExpression) {
          const name = nameOf(node);
          if (name === undefined) return;
          const known = isGlobal(node.object) ? memberOf(node.object.name, name) : undefined;
          const by = lackedBy(known, target);
          if (by) report(node, name, `${(node.object as ES.Identifier).name}.${name}: ${by}`);
          else if (!known?.__compat && members.has(name) && !isOwn(name))
            report(node, name, members.get(name)!);
        },
        CallExpression(node: ES.SimpleCallExpression) {
          lookAtOptions(node);
          lookAtTexts(node);
        },
      };

      function lookAtOptions({ callee, arguments: given }: ES.SimpleCallExpression | ES.NewExpression): void {
        const called =
          callee.type === 'MemberExpression' ? nameOf(callee) : isGlobal(callee) ? callee.name : undefined;
        const lacking = called === undefined ? undefined : options.get(called);
        if (!lacking) return;
        for (const argument of given) {
          if (argument.type !== 'ObjectExpression') continue;
          for (const property of argument.properties) {
            if (property.type !== 'Property' || property.key.type !== 'Identifier') continue;
            const what = lacking.get(property.key.name);
            if (what) report(property, property.key.name, what);
          }
        }
      }

      /** Whoever listens or sets attributes gives their names, through functions of a compiler's as well. */
      function lookAtTexts({ arguments: given }: ES.SimpleCallExpression): void {
        for (const each of given) {
          if (each.type !== 'Literal' || typeof each.value !== 'string') continue;
          const event = members.get(`${each.value}_event`);
          if (event) report(each, `on${each.value}`, event);
          const attribute = attributes.get(each.value);
          if (attribute) report(each, each.value, attribute);
        }
      }
    },
  };
}

/** What the file's own classes and objects have: methods, fields, properties. */
function namesMadeIn(node: unknown, names = new Set<string>()): Set<string> {
  if (Array.isArray(node)) node.forEach((each) => namesMadeIn(each, names));
  else if (typeof node === 'object' && node !== null && 'type' in node) {
    const { type, key, left } = node as { type: string; key?: ES.Node; left?: ES.Node };
    if (/^(MethodDefinition|PropertyDefinition|Property)$/.test(type) && key?.type === 'Identifier')
      names.add(key.name);
    if (
      type === 'AssignmentExpression' &&
      left?.type === 'MemberExpression' &&
      left.object.type === 'ThisExpression'
    ) {
      const name = nameOf(left);
      if (name !== undefined) names.add(name);
    }
    for (const [name, child] of Object.entries(node))
      if (name !== 'parent' && name !== 'tokens') namesMadeIn(child, names);
  }
  return names;
}

/** Nobody in this file has declared it. */
function isFree(scope: Scope.Scope | null, name: string): boolean {
  for (let at = scope; at; at = at.upper)
    if (at.set.has(name) && at.set.get(name)!.defs.length > 0) return false;
  return true;
}

function nameOf({ property, computed }: ES.MemberExpression): string | undefined {
  if (!computed && property.type === 'Identifier') return property.name;
  return computed && property.type === 'Literal' ? String(property.value) : undefined;
}

/**
 * Before Safari 16 a class field whose first value has parentheses around a part of it, outside of functions, may not find
 * its variables (https://webkit.org/b/236843). Compilers take all fields apart for that, four kilobytes of them; without
 * such parentheses there is nothing to mend.
 */
const parentheses: Rule.RuleModule = {
  create: (context) => ({
    PropertyDefinition({ value }) {
      if (!value) return;
      const inFunctions = functionsIn(value).map(({ range }) => range!);
      const tokens = context.sourceCode
        .getTokens(value)
        .filter(({ range: [at] }) => !inFunctions.some(([from, to]) => at >= from && at < to));
      if (tokens.some(({ value }, index) => value === '(' && !isCalled(tokens[index - 1])))
        context.report({
          node: value,
          message: 'parentheses in the first value of a class field: Safari 15.4 (since 16)',
        });
    },
  }),
};

/** What stands before the parentheses of a call: a name, or the end of what is called. */
const isCalled = (before: { type: string; value: string } | undefined): boolean =>
  before !== undefined &&
  (/^(Private)?Identifier$/.test(before.type) || [')', ']', 'super', 'import', '?.'].includes(before.value));

function functionsIn(node: unknown): ES.Node[] {
  if (Array.isArray(node)) return node.flatMap(functionsIn);
  if (typeof node !== 'object' || node === null || !('type' in node)) return [];
  if (/Function|^Class/.test(String(node.type))) return [node as ES.Node];
  return Object.entries(node).flatMap(([name, child]) => (name === 'parent' ? [] : functionsIn(child)));
}
