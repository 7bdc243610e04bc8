import type { BoilerplateFile } from '../boilerplate/boilerplate';
import type { Tell } from '../planProblem';
import type { Project } from '../project';
import type { PlannedFile } from '../projectPlan';
import type { ProjectLanguage } from '../projectSpec';

/** How a project is laid out in one language: which files it has, and what stands in them. */
export interface LanguageProfile {
  readonly language: ProjectLanguage;
  /** By the names that a spec may give them, the default first. */
  readonly frameworks: readonly [string, ...string[]];
  /** Of the language, where the spec names none. */
  readonly defaultVersion: string;
  /** Every file of the project but boilerplate. */
  layOut(project: Project, setting: ProfileSetting): Promise<PlannedFile[]>;
  /** Files from templates. */
  boilerplate(project: Project, setting: ProfileSetting): BoilerplateFile[];
  /** What the templates are told beside the spec. */
  describe(project: Project, setting: ProfileSetting): ProjectWords;
}

export interface ProjectWords {
  /** The module, package or import package as the language takes it. */
  readonly module: string;
  /** What starts the program: a folder, script or module. Empty: the project is a library. */
  readonly command: string;
}

export interface ProfileSetting {
  readonly languageVersion: string;
  /** One of the profile's. */
  readonly framework: string;
  readonly tell: Tell;
}
