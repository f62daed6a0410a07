/** Whether a script asks for what it uses, or can do without: then whoever lacks it is not hurt. */
import type { Rule } from 'eslint';
import type * as ES from 'estree';

/** `name` is what must have been asked for; or the type that it is of, where that stands beside it. */
export function isGuarded(node: Rule.Node, name: string): boolean {
  return isQuestion(node) || [name, ...typesIn(node)].some((each) => isAskedFor(node, each));
}

function isAskedFor(node: Rule.Node, name: string): boolean {
  for (
    let child = node, parent = node.parent as Rule.Node | null;
    parent;
    child = parent, parent = parent.parent
  ) {
    if (parent.type === 'TryStatement' && parent.block === child && parent.handler) return true;
    if (parent.type === 'LogicalExpression' && parent.right === child && mentions(parent.left, name))
      return true;
    if (parent.type === 'ConditionalExpression' && parent.test !== child && mentions(parent.test, name))
      return true;
    if (parent.type === 'IfStatement' && parent.test !== child && mentions(parent.test, name)) return true;
    if (
      'body' in parent &&
      Array.isArray(parent.body) &&
      hasLeftBefore(parent.body as ES.Node[], child, name)
    )
      return true;
  }
  return false;
}

/** It is only asked whether it is there, or it is called where it is. */
function isQuestion(node: Rule.Node): boolean {
  const { parent } = node as { parent: Rule.Node };
  switch (parent.type) {
    case 'UnaryExpression':
      return parent.operator === 'typeof' || parent.operator === '!';
    case 'LogicalExpression':
      return parent.left === node;
    case 'ConditionalExpression':
    case 'IfStatement':
      return parent.test === node;
    case 'BinaryExpression':
      return asksForPresence(parent);
    case 'CallExpression':
      return parent.callee === node && parent.optional;
    case 'MemberExpression':
      return parent.object === node && parent.optional;
    default:
      return false;
  }
}

/** `if (!('x' in y)) return;` above it. */
function hasLeftBefore(body: ES.Node[], node: ES.Node, name: string): boolean {
  return body
    .slice(0, Math.max(0, body.indexOf(node)))
    .some((each) => each.type === 'IfStatement' && leaves(each.consequent) && mentions(each.test, name));
}

function leaves(statement: ES.Statement): boolean {
  const last = statement.type === 'BlockStatement' ? statement.body.at(-1) : statement;
  return last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement';
}

/** Types by their names in `new Intl.Segmenter(…).segment(…)`: what is asked of `segment`. */
function typesIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null || !('type' in node)) return [];
  const { type, object, callee, property } = node as Record<string, ES.Node>;
  const own = property?.type === 'Identifier' && /^[A-Z]\w{3}/.test(property.name) ? [property.name] : [];
  return type === undefined ? [] : [...own, ...typesIn(object), ...typesIn(callee)];
}

/** As an identifier, a member or a text. */
function mentions(node: unknown, name: string): boolean {
  if (Array.isArray(node)) return node.some((each) => mentions(each, name));
  if (typeof node !== 'object' || node === null || !('type' in node)) return false;
  const { type } = node as ES.Node;
  if (type === 'BinaryExpression' && !asksForPresence(node as ES.BinaryExpression)) return false;
  if (type === 'Identifier' && (node as ES.Identifier).name === name) return true;
  if (type === 'Literal' && (node as ES.Literal).value === name) return true;
  if (
    type === 'TemplateLiteral' &&
    (node as ES.TemplateLiteral).quasis.some((each) => each.value.cooked === name)
  )
    return true;
  return Object.entries(node).some(([key, child]) => key !== 'parent' && mentions(child, name));
}

/** `'x' in y`, or a comparison with nothing; one with anything else takes it for granted. */
const asksForPresence = ({ operator, left, right }: ES.BinaryExpression): boolean =>
  operator === 'in' || [left, right].some(isNothing);

const isNothing = (node: ES.Node): boolean =>
  (node.type === 'Literal' &&
    (node.value === null || node.value === 'undefined' || node.value === 'function')) ||
  (node.type === 'Identifier' && node.name === 'undefined') ||
  (node.type === 'UnaryExpression' && node.operator === 'void');
