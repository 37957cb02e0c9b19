import type { Role } from './role.ts';

/** Who acts: stands in every audit entry. The local operator is the person at the console of this installation. */
export interface Actor {
  readonly kind: 'person' | 'apiKey' | 'localOperator' | 'system';
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}
