import type { CodeEditorProps } from './code-editor.tsx';
import { useTextEditor } from './use-text-editor.ts';

/** The big editor for JSON, SQL and plain text. */
export function MonacoEditor(props: CodeEditorProps) {
  const host = useTextEditor(props);
  return <div ref={host} className="h-full w-full" />;
}
