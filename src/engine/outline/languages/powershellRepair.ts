/**
 * What the grammar is known not to read, written so that it does, character for character. A blanked piece still counts in hashes: it is text
 * between two nodes.
 */
export function repairPowerShell(text: string): string {
  return (
    text
      // `using` before a `param` block makes the block a command like any other.
      .replace(/^([ \t]*)u(?=sing[ \t]+(?:module|namespace|assembly)\b)/gim, '$1#')
      // `: base(…)` behind a constructor's parameters.
      .replace(/\)\s*:\s*base\s*\([^()]*\)(?=\s*\{)/gi, (all) => `)${all.slice(1).replace(/[^\r\n]/g, ' ')}`)
      // `[Flags()] enum`, `[Attribute()] class`
      .replace(/^([ \t]*)\[\w+\([^\]\n]*\)\](?=\s*(?:enum|class)\s)/gim, (all) => all.replace(/\S/g, ' '))
      // Bare words in a list of arguments: `Export-ModuleMember -Function a, b`.
      .replace(/^[ \t]*[A-Za-z]+-[A-Za-z]+\b[^\n#"'$@({]*$/gm, (line) => line.replace(/,/g, ' '))
  );
}

/** Modules that `using module` names. */
export function usingModules(text: string): string[] {
  return [...text.matchAll(/^[ \t]*using[ \t]+module[ \t]+(['"]?)([^\s'"]+)\1/gim)].map((found) => found[2]!);
}
