/** Roles in words. */
import type { Grant, Role } from '../../../shared/people.ts';

export const ROLES: Record<Role, { name: string; may: string }> = {
  contributor: { name: 'Contributor', may: 'writes drafts and submits them for approval' },
  editor: { name: 'Editor', may: 'publishes, and steers the blog' },
  admin: { name: 'Admin', may: 'does everything everywhere, and says who else may' },
};

/** "editor of flood", "contributor of all blogs", "admin" */
export function grantWords({ role, blog }: Grant): string {
  if (role === 'admin') return 'admin';
  return `${role} of ${blog ?? 'all blogs'}`;
}
