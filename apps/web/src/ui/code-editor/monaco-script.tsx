import { useEffect } from 'react';
import type { ScriptEditorProps } from './script-editor.tsx';
import { declareScope } from './script-language.ts';
import { useTextEditor } from './use-text-editor.ts';

const scriptOptions = {
  folding: false,
  glyphMargin: false,
  quickSuggestions: true,
  suggest: { showWords: false },
};

export function MonacoScript(props: ScriptEditorProps) {
  const { language, declarations } = props;
  const host = useTextEditor(props, scriptOptions);
  useEffect(() => declareScope(language, declarations), [language, declarations]);
  return <div ref={host} className="h-full w-full" />;
}
