#!/usr/bin/env bash
# Packs the libraries and the tool, then uses them from a new project and a new folder, outside the repository, as a stranger would.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
dotnet pack Placement.sln -c Release --no-build -nologo -v q -o "$out/packages"
ls "$out/packages"

# A package folder of its own, so that a package restored earlier under the same version is not taken for the new one.
export NUGET_PACKAGES_FALLBACK="${NUGET_PACKAGES:-$HOME/.nuget/packages}"
mkdir "$out/app" && cp samples/QuickStart/Program.cs "$out/app/"
cat >"$out/app/app.csproj" <<X
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
    <RestorePackagesPath>$out/restored</RestorePackagesPath>
    <RestoreAdditionalProjectSources>$out/packages</RestoreAdditionalProjectSources>
    <RestoreFallbackFolders></RestoreFallbackFolders>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Placement" Version="0.1.*" />
  </ItemGroup>
</Project>
X
(cd "$out/app" && dotnet run)
(cd "$out" && dotnet tool install Placement.Cli --tool-path "$out/tool" --add-source "$out/packages" >/dev/null && "$out/tool/placement" --version && "$out/tool/placement" report --sample --out "$out/report" | head -n 20)
