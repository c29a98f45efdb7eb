# Writes OUTPUT: every file of FOLDER as a raw string literal, with its number and hash.
# Called at build time: cmake -DFOLDER=... -DOUTPUT=... -P embed_migrations.cmake
file(GLOB files ${FOLDER}/[0-9][0-9][0-9][0-9]_*.sql)
list(SORT files)
set(entries "")
foreach(file IN LISTS files)
  get_filename_component(name ${file} NAME_WE)
  string(SUBSTRING ${name} 0 4 number)
  string(REGEX REPLACE "^0+" "" number ${number})
  file(SHA256 ${file} hash)
  file(READ ${file} text)
  # A compiler need not take literals over 64 KiB; ours are far below, and adjacent pieces would read the same.
  string(APPEND entries "        {${number}, \"${name}\", \"${hash}\", R\"migration(${text})migration\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"server/storage/migrations.hpp\"

namespace tillnote::storage {

std::vector<Migration> embedded_migrations() {
    return {
${entries}    };
}

}  // namespace tillnote::storage
")
