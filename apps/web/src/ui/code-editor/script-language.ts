// JavaScript and TypeScript in Monaco: its compiler runs in a worker of our own files and knows the language, the scope that it is
// given, and nothing of a browser.
import 'monaco-editor/languages/definitions/javascript/register';
import 'monaco-editor/languages/definitions/typescript/register';
import {
  javascriptDefaults,
  ModuleKind,
  ScriptTarget,
  typescriptDefaults,
} from 'monaco-editor/languages/features/typescript/register';

const scopeFile = 'ts:scope.d.ts';
/** Every text is a module of its own, so that one editor's names are not another's. */
const moduleDetectionForce = 3;

/** 1108: `return` outside of a function. The text is the body of one. */
const ignored = { diagnosticCodesToIgnore: [1108] };
const options = {
  allowNonTsExtensions: true,
  target: ScriptTarget.ESNext,
  module: ModuleKind.ESNext,
  moduleDetection: moduleDetectionForce,
  lib: ['lib.es2024.d.ts'],
  noEmit: true,
};

typescriptDefaults.setCompilerOptions({ ...options, strict: true, noImplicitAny: false });
typescriptDefaults.setDiagnosticsOptions(ignored);
javascriptDefaults.setCompilerOptions({ ...options, allowJs: true, checkJs: true, strict: false });
javascriptDefaults.setDiagnosticsOptions({ ...ignored, noSemanticValidation: false });

/** What the text may name besides the language. One scope at a time: that of the editor shown last. */
export function declareScope(language: 'javascript' | 'typescript', declarations: string): void {
  const defaults = language === 'typescript' ? typescriptDefaults : javascriptDefaults;
  if (defaults.getExtraLibs()[scopeFile]?.content === declarations) return;
  defaults.setExtraLibs([{ content: declarations, filePath: scopeFile }]);
}
