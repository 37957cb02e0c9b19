/** A content type without its parameters. */
export const essence = (contentType: string): string => (contentType.split(';')[0] ?? '').trim().toLowerCase();

/** Whether the sender says that the body is JSON. */
export function isDeclaredJson(contentType: string): boolean {
  const type = essence(contentType);
  return type === 'application/json' || type.endsWith('+json');
}
