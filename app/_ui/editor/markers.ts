/** Findings as Monaco's marks. */
import type * as Monaco from 'monaco-editor';
import type { Finding } from '@/lib/scripts/lint/schema';

/** Who the marks are from, so that new ones take the place of old ones. */
const owner = 'provisioner';

/** Puts the findings into the text as marks. Places behind the text's end are moved to it. */
export function showFindings({
  monaco,
  model,
  findings,
}: {
  monaco: Pick<typeof Monaco, 'editor' | 'MarkerSeverity'>;
  model: Monaco.editor.ITextModel;
  findings: Finding[];
}): void {
  const { MarkerSeverity } = monaco;
  const severities = {
    error: MarkerSeverity.Error,
    warning: MarkerSeverity.Warning,
    info: MarkerSeverity.Info,
  };
  const lines = model.getLineCount();
  monaco.editor.setModelMarkers(
    model,
    owner,
    findings.map((finding) => {
      const line = Math.min(finding.line, lines);
      return {
        severity: severities[finding.severity],
        message: finding.message,
        code: finding.rule,
        startLineNumber: line,
        endLineNumber: line,
        startColumn: finding.column,
        endColumn: Math.max(finding.endColumn, finding.column + 1),
      };
    }),
  );
}
