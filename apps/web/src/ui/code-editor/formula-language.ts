// One language of Monaco for all formulas; what a text means is asked of the assist that its model was given.
import type { CodeAssist } from './code-assist.ts';
import { monaco } from './monaco.ts';

export const formulaLanguage = 'patchbay-formula';

const assists = new Map<string, CodeAssist>();

/** Returns what takes the assist back. */
export function giveAssist(model: monaco.editor.ITextModel, assist: CodeAssist): () => void {
  const key = model.uri.toString();
  assists.set(key, assist);
  return () => {
    if (assists.get(key) === assist) assists.delete(key);
  };
}

const assistOf = (model: monaco.editor.ITextModel): CodeAssist | undefined => assists.get(model.uri.toString());

/** The colours of a formula do not depend on the data: any assist knows them. */
function tokensOf(line: string): monaco.languages.IToken[] {
  const [assist] = assists.values();
  return (assist?.tokens(line) ?? []).map(({ start, colour }) => ({ startIndex: start, scopes: `fx-${colour}` }));
}

const lineState: monaco.languages.IState = { clone: () => lineState, equals: () => true };

const rangeOf = (model: monaco.editor.ITextModel, start: number, end: number): monaco.Range =>
  monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end));

function register(): void {
  monaco.languages.register({ id: formulaLanguage });
  monaco.languages.setLanguageConfiguration(formulaLanguage, { wordPattern: /[\p{L}_$][\p{L}\p{N}_]*/u });
  monaco.languages.setTokensProvider(formulaLanguage, {
    getInitialState: () => lineState,
    tokenize: (line) => ({ endState: lineState, tokens: tokensOf(line) }),
  });
  monaco.languages.registerCompletionItemProvider(formulaLanguage, {
    triggerCharacters: ['.', '`', '$', '"', "'", '('],
    provideCompletionItems: (model, position) => {
      const offset = model.getOffsetAt(position);
      const items = assistOf(model)?.complete(model.getValue(), offset) ?? [];
      return { suggestions: items.map((item, at) => suggestionOf(item, at, model)) };
    },
  });
  monaco.languages.registerSignatureHelpProvider(formulaLanguage, {
    signatureHelpTriggerCharacters: ['(', ',', ';'],
    provideSignatureHelp: (model, position) => {
      const found = assistOf(model)?.signature(model.getValue(), model.getOffsetAt(position));
      if (found === null || found === undefined) return null;
      const { label, parameters, active, summary } = found;
      const places = parameters.map(({ from, to }) => ({ label: [from, to] as [number, number] }));
      const signature = { label, documentation: summary, parameters: places };
      return {
        value: { signatures: [signature], activeSignature: 0, activeParameter: active },
        dispose: () => undefined,
      };
    },
  });
  monaco.languages.registerDocumentFormattingEditProvider(formulaLanguage, {
    provideDocumentFormattingEdits: (model) => {
      const text = assistOf(model)?.format(model.getValue());
      return text === undefined || text === model.getValue() ? [] : [{ range: model.getFullModelRange(), text }];
    },
  });
  monaco.languages.registerHoverProvider(formulaLanguage, {
    provideHover: (model, position) => {
      const found = assistOf(model)?.hover(model.getValue(), model.getOffsetAt(position));
      if (found === null || found === undefined) return null;
      const contents = [{ value: `\`\`\`${formulaLanguage}\n${found.code}\n\`\`\`` }, ...found.words.map(plain)];
      return { range: rangeOf(model, found.start, found.end), contents };
    },
  });
}

/** Words are shown as text, whatever stands in them. */
const plain = (words: string): monaco.IMarkdownString => ({
  value: words.replaceAll(/[\\`*_{}[\]()#+\-.!<>|~]/g, '\\$&'),
});

function suggestionOf(
  item: ReturnType<CodeAssist['complete']>[number],
  at: number,
  model: monaco.editor.ITextModel,
): monaco.languages.CompletionItem {
  const kinds = monaco.languages.CompletionItemKind;
  const caret = item.caret ?? item.insert.length;
  const snippet = (text: string): string => text.replaceAll(/[\\$}]/g, '\\$&');
  return {
    label: item.detail === undefined ? item.label : { label: item.label, description: item.detail },
    kind: item.kind === 'function' ? kinds.Function : kinds.Field,
    insertText:
      caret === item.insert.length
        ? item.insert
        : `${snippet(item.insert.slice(0, caret))}$0${snippet(item.insert.slice(caret))}`,
    ...(caret === item.insert.length
      ? {}
      : {
          insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet,
          command: { id: 'editor.action.triggerParameterHints', title: '' },
        }),
    filterText: item.insert,
    // The order is the language's own, not that of the alphabet.
    sortText: String(at).padStart(6, '0'),
    range: rangeOf(model, item.start, item.end),
  };
}

register();
