// Why it can't go on, in one line.
import { env } from 'node:process';

export class Refusal extends Error {}

const PROXY = [
  'https_proxy',
  'HTTPS_PROXY',
  'http_proxy',
  'HTTP_PROXY',
  'npm_config_https_proxy',
  'npm_config_proxy',
];
const SILENT = /network timeout at|Idle timeout reached|\b(ERR_SOCKET_TIMEOUT|ETIMEDOUT)\b/;
const UNREACHABLE =
  /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ECONNRESET|ENETUNREACH|EHOSTUNREACH|EPROTO|ENOTCACHED|FETCH_ERROR|ERR_INVALID_PROTOCOL|[A-Z_]*CERT[A-Z_]*)\b/;

/** @param {string} stderr what npm said @returns {string} */
export function reasonOf(stderr) {
  if (/\b(ENOSPC|EDQUOT)\b/i.test(stderr)) return 'the disk is full';
  if (/\b(EROFS|EACCES|EPERM)\b/.test(stderr)) return `a folder can't be written (${pathIn(stderr)})`;
  if (/\bEUSAGE\b/.test(stderr) && /in sync/.test(stderr))
    return 'package.json and package-lock.json don’t agree; after a change of package.json say `npm install`';
  return reasonOfRegistry(stderr) ?? `npm failed: ${lastLine(stderr)}`;
}

function reasonOfRegistry(stderr) {
  const where = `the registry ${registry()}${proxy()}`;
  if (/\bEINTEGRITY\b/.test(stderr))
    return `what came from ${where} has another checksum than the lockfile says: cut short, or changed on its way`;
  if (/\bE401\b/.test(stderr)) return `${where} wants a sign-in (see \`npm login\`)`;
  if (/\b(E404|ETARGET)\b/.test(stderr)) return `${where} lacks a package: ${lastLine(stderr)}`;
  const [, status] = /\bE([45]\d\d)\b/.exec(stderr) ?? [];
  if (status) return `${where} answers ${status}`;
  if (/invalid json response body/.test(stderr))
    return `what answers for ${where} is no registry: perhaps a network where one signs in first`;
  if (SILENT.test(stderr)) return `${where} does not answer`;
  const [code] = UNREACHABLE.exec(stderr) ?? [];
  return code && `${where} can't be reached (${code})`;
}

/** @param {NodeJS.ErrnoException} error of the file system @returns {string} */
export function reasonOfFile({ code, path, dest, message, syscall }) {
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'the disk is full';
  // Where nothing can be written, Node finds no parent for a new folder.
  if (['EROFS', 'EACCES', 'EPERM'].includes(code) || (code === 'ENOENT' && syscall === 'mkdir'))
    return `${dest ?? path ?? 'the folder'} can't be written (${code === 'ENOENT' ? 'EROFS' : code})`;
  return message;
}

/** As npm was told; those who name none take npm's own. */
export const registry = () => env.npm_config_registry ?? 'https://registry.npmjs.org/';

function proxy() {
  const address = PROXY.map((name) => env[name]).find(Boolean);
  return address ? ` through the proxy ${address.replace(/\/\/[^@/]*@/, '//')}` : '';
}

const pathIn = (stderr) => /\bpath (\S.*)/.exec(stderr)?.[1] ?? lastLine(stderr);

const lastLine = (stderr) =>
  stderr
    .split('\n')
    .map((line) => line.replace(/^npm (ERR!|error)\s*(code \S+)?/, '').trim())
    .filter((line) => line && !/complete log of this run|_logs/.test(line))
    .slice(0, 2)
    .join(' ');
