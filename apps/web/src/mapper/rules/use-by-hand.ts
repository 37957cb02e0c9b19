import { useHost } from '../mapper-context.ts';

/** Nobody gave the target a schema: its fields, and their types, are said by hand. */
export function useByHand(): boolean {
  const { doc, givenTarget } = useHost();
  return doc.target === undefined && givenTarget === undefined;
}
