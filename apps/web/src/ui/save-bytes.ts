/** Hands bytes to the browser as a file to save. */
export function saveBytes(file: { readonly name: string; readonly type: string; readonly bytes: Uint8Array }): void {
  const url = URL.createObjectURL(new Blob([new Uint8Array(file.bytes)], { type: file.type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  URL.revokeObjectURL(url);
}
