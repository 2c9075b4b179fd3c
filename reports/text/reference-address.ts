/** Where a public document is, as far as its name tells. */
export function addressOf(reference: string): string | undefined {
  const cwe = /^CWE-(\d+)$/.exec(reference);
  if (cwe) return `https://cwe.mitre.org/data/definitions/${cwe[1]}.html`;
  const rfc = /^RFC (\d+)(?: §(\d[\d.]*))?$/.exec(reference);
  if (rfc) return `https://www.rfc-editor.org/rfc/rfc${rfc[1]}${rfc[2] === undefined ? '' : `#section-${rfc[2]}`}`;
  const cve = /^CVE-\d{4}-\d+$/.exec(reference);
  return cve ? `https://nvd.nist.gov/vuln/detail/${cve[0]}` : undefined;
}
