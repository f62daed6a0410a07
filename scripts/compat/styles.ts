/** What built styles use that the target lacks, where nothing older stands before it and no @supports around it. */
import * as css from 'css-tree';
import type { Target } from '../../client/targets.ts';
import { childrenOf, featureAt, featureIn, lackedBy, type Node } from './data.ts';
import type { Finding } from './scripts.ts';

/** Where the data has a feature by another name than the one in a style sheet. */
const UNITS: Record<string, string> = {
  ...namesFor('container_query_length_units', 'cqw cqh cqi cqb cqmin cqmax'),
  ...namesFor('viewport_percentage_units_dynamic', 'dvw dvh dvi dvb dvmin dvmax'),
  ...namesFor('viewport_percentage_units_small', 'svw svh svi svb svmin svmax'),
  ...namesFor('viewport_percentage_units_large', 'lvw lvh lvi lvb lvmin lvmax'),
};

export function lackedInStyles(text: string, target: Target): Finding[] {
  const findings: Finding[] = [];
  const found = (what: string, feature: Node | undefined, node: css.CssNode): void => {
    const by = lackedBy(feature, target);
    if (by) findings.push({ what: `${what}: ${by}`, at: node.loc?.start.offset ?? 0 });
  };
  /** Of the rules around what is looked at. */
  const supports: string[] = [];

  css.walk(css.parse(text, { positions: true, parseCustomProperty: true }), {
    enter(this: css.WalkContext, node: css.CssNode) {
      if (node.type === 'Atrule') {
        if (node.name === 'supports')
          return void supports.push(node.prelude ? css.generate(node.prelude) : '');
        return lookAtRule(node);
      }
      if (supports.length > 0) return; // it is asked for
      if (node.type === 'Declaration') lookAtDeclaration(node, this.block);
      if (node.type === 'PseudoClassSelector' || node.type === 'PseudoElementSelector')
        found(`:${node.name}`, featureAt('css', 'selectors', node.name), node);
      if (node.type === 'NestingSelector') found('&', featureAt('css', 'selectors', 'nesting'), node);
    },
    leave(node: css.CssNode) {
      if (node.type === 'Atrule' && node.name === 'supports') supports.pop();
    },
  });
  return findings;

  function lookAtRule(rule: css.Atrule): void {
    if (supports.length > 0) return;
    const feature = featureAt('css', 'at-rules', rule.name);
    found(`@${rule.name}`, feature, rule);
    if (rule.name === 'font-face')
      rule.block?.children.forEach((child) => {
        if (child.type === 'Declaration') found(child.property, featureIn(feature, child.property), child);
      });
    if (!rule.prelude) return;
    css.walk(rule.prelude, (node) => {
      if (node.type === 'FeatureRange')
        found('media range', featureAt('css', 'at-rules', 'media', 'range_syntax'), node);
      if (node.type === 'Feature')
        found(
          `@media (${node.name})`,
          featureAt('css', 'at-rules', 'media', node.name.replace(/^(min|max)-/, '')),
          node,
        );
    });
  }

  function lookAtDeclaration(declaration: css.Declaration, block: css.Block | null): void {
    const { property, value } = declaration;
    if (property.startsWith('-')) {
      if (property.startsWith('--')) lookAtValue(declaration, property, value);
      return;
    }
    found(property, featureAt('css', 'properties', property), declaration);
    if (!hasOlderBefore(declaration, block)) lookAtValue(declaration, property, value);
  }

  function lookAtValue(declaration: css.Declaration, property: string, value: css.CssNode): void {
    css.walk(value, (node) => {
      if (property === 'content' && node.type === 'Operator' && node.value === '/')
        found('content: … / …', featureAt('css', 'properties', 'content', 'alt_text'), declaration);
      if (node.type === 'Function')
        found(`${property}: ${node.name}()`, functionBy(property, node.name), declaration);
      if (node.type === 'Dimension') found(`${property}: 1${node.unit}`, unitBy(node.unit), declaration);
      if (node.type === 'Identifier')
        found(`${property}: ${node.name}`, keywordBy(property, node.name), declaration);
    });
  }
}

/** A browser that doesn't know a value keeps what it was told of the property before. */
function hasOlderBefore(declaration: css.Declaration, block: css.Block | null): boolean {
  for (const each of block?.children ?? []) {
    if (each === declaration) return false;
    if (each.type === 'Declaration' && each.property === declaration.property) return true;
  }
  return false;
}

function functionBy(property: string, name: string): Node | undefined {
  const ofProperty = keywordBy(property, name);
  if (ofProperty) return ofProperty;
  for (const [, type] of [
    ...childrenOf(featureAt('css', 'types')),
    ['', featureAt('css', 'types')] as const,
  ]) {
    const feature = featureIn(type, name);
    if (feature?.__compat) return feature;
  }
  return undefined;
}

const unitBy = (unit: string): Node | undefined =>
  featureAt('css', 'types', 'length', UNITS[unit.toLowerCase()] ?? unit.toLowerCase());

/** `instant` and `path()` are written `instant` and `path` in the data, and some with `_`. */
const keywordBy = (property: string, name: string): Node | undefined =>
  featureAt('css', 'properties', property, name) ??
  featureAt('css', 'properties', property, name.replaceAll('-', '_'));

function namesFor(feature: string, units: string): Record<string, string> {
  return Object.fromEntries(units.split(' ').map((unit) => [unit, feature]));
}
