import { declarationsFacts, overviewFacts } from './overview';
import { symbolFacts } from './symbolFacts';
import type { Template } from './template';

/** The default template: what is here, how it is called, and room for what it does. */
export const reference: Template = {
  name: 'reference',
  arrange: (sections) => sections,
  renderFacts(section, file, phrases) {
    switch (section.kind) {
      case 'overview':
        return overviewFacts(file, phrases);
      case 'declarations':
        return declarationsFacts(section.symbols, file, phrases);
      case 'symbol':
        return symbolFacts(section, file, phrases);
      case 'aspect':
        return '';
    }
  },
};
